# One image for all three processes: web, worker and beat (docker-compose.yml says which).
FROM python:3.11-slim

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    VAR_DIR=/var/lib/technology-requests

WORKDIR /app
COPY requirements.lock requirements-tls.lock ./
# The second one brings sslyze, a program of its own under the AGPL; without it TLS grades are entered by hand.
RUN pip install --require-hashes -r requirements.lock && pip install --require-hashes -r requirements-tls.lock

COPY . .
RUN useradd --system --uid 10001 --home-dir "$VAR_DIR" requests \
    && mkdir -p "$VAR_DIR" \
    # Static files are made once, into the image; the key is used for nothing else.
    && DEMO=1 SECRET_KEY=only-to-collect-static-files STATIC_ROOT=/app/static-collected \
       python manage.py collectstatic --noinput --verbosity 0 \
    && chown -R requests "$VAR_DIR"

ENV STATIC_ROOT=/app/static-collected
USER requests
EXPOSE 8000
CMD ["gunicorn", "--config", "config/gunicorn.py", "config.wsgi"]
