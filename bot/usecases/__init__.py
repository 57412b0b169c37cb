"""Every verb that changes something, within the unit of work it is given."""
