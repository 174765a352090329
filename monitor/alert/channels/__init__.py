"""How does a message reach people? One module a kind of channel; making.py makes the one that its owner set up."""
