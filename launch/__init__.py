"""What the launcher is made of: children, the queue server, and what runs on one machine."""
