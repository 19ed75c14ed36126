"""The words of the house: plain frozen records and protocols. No I/O."""
