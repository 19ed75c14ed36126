"""The only door to the disk: destination, receipt, ledger."""
