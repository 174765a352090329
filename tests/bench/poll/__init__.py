"""How much does polling cost, beside the least that anyone pays for it?"""
