"""Time expressions of English news: recognised, and resolved to calendar days where the text supports it."""
