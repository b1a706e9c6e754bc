"""Other people's files: one table reader, one mapping per source, one way to tell which refund pays back what."""
