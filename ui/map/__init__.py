"""The map: regions are drawn here, coverage is seen here, and harvests fill it tile by tile."""
