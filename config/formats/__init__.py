"""How languages write numbers and times in a district of the United States, where Django knows another custom."""
