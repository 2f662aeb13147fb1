"""The workshop: rooms that several links of the chain use; they know no link."""
