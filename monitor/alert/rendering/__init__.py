"""What a message looks like in each channel's own form."""
