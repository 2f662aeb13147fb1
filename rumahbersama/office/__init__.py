"""The front desk: home, search, uploads, history, administration."""
