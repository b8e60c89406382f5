"""The pre-filter inside other tools: Scrapy, datatrove and Hugging Face datasets. Each needs its own extra."""
