"""The record of a complaint: case, states, thread, routing, clocks, remedies."""
