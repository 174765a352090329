"""In which form is everything kept?"""
