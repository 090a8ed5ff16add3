"""What the editors do about links that do not work: tasks at their desk, a page with all of them, and a mail on Monday."""
