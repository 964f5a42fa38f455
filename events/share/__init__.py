"""The picture that messengers and networks show beside a link to an event: made of its title and date."""
