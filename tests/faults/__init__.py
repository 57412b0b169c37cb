"""`make faults`: is anything lost or doubled when bot, console and database die at random moments?"""
