"""Who passes a training, and the certificates."""
