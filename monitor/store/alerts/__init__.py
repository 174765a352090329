"""What is kept of alerts, of the messages that tell them, and of what keeps them back?"""
