"""The scheduler: `kliping watch`."""
