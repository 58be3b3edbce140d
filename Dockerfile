# The bot alone, as an ordinary user; its data lives in the volume /data.
FROM python:3.13-slim

WORKDIR /app
COPY requirements/run.txt requirements/run.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/run.txt
COPY pyproject.toml README.md LICENSE manifest.yml ./
COPY bot bot
COPY handlers handlers
COPY catalog catalog
RUN pip install --no-cache-dir --no-deps --no-build-isolation --editable . \
    && useradd --system --home /app liaison \
    && install --directory --owner liaison /data
USER liaison
ENV HOST=0.0.0.0 PORT=3000 LIAISON_DATA=/data PYTHONUNBUFFERED=1
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD \
    ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:3000/livez', timeout=4)"]
# The bot drains on SIGTERM in under ten seconds.
STOPSIGNAL SIGTERM
CMD ["liaison", "run"]
