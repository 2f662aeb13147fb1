"""Events: where and when, classes, sessions, trainers, rooms, money."""
