"""Ideas that come out of meetups: the boards that they stand on, what they consist of, where they come from."""
