"""What portal.redaction knows of numbers, addresses and names. Pure functions: no ORM, no Django."""
