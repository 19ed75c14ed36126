"""The Mapillary source: street images of regions on the map."""
