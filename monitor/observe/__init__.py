"""What is the service doing: log, metrics, health, time?"""
