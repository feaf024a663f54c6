"""Commands that `scrapy` gains in this project."""
