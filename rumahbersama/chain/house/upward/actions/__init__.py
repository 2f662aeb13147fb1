"""Changes: passing and withdrawing, assigning and answering, the service target; each checked, atomic, recorded."""
