"""The web console of the staff: queue, cases, editing desk, routing, audit, and the "Try it" chat."""
