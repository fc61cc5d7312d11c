"""What exercises are compared with: the keys, and what people write instead."""
