"""What the web page asks for and sends: plain values in, messages and views out."""
