"""SEE: indicators, supply, standards, observations and the gap."""
