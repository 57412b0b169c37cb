"""Members of staff, centres, rights."""
