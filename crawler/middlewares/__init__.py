"""What every request and response passes through on its way."""
