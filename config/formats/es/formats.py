"""Spanish as it is written in the United States: $1,200.50 and 5:17 p.m., not $1 200,50 and 17:17 as in Spain."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
TIME_FORMAT = "g:i a"
