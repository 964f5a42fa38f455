"""What the page of a meetup is made of: the rows of an event, arranged for reading. No queries, no clock in here."""
