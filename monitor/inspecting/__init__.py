"""What is at this address? Looked at for a person, as the service would see it, and nothing of it kept."""
