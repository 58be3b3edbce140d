"""`make simulate`: weeks of a busy network, judged by what each person received and could see."""
