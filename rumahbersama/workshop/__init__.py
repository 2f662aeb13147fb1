"""The workshop: what several links of the chain use; these rooms know no link."""
