"""The designers' gallery: every fragment in every state, at /gallery/."""
