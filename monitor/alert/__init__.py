"""Who is told of an article, what are they told, and was it delivered?"""
