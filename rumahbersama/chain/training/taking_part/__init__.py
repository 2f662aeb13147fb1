"""Who takes part: quota, reservations, nominations, the waiting list."""
