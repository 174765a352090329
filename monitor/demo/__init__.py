"""A small news world of our own on 127.0.0.1, to try the service on."""
