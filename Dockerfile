# One image for web, worker and beat; docker-compose.yml says which of them a container is.
FROM python:3.12-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /build
COPY requirements.txt .
RUN python -m venv /opt/venv && /opt/venv/bin/pip install -r requirements.txt

FROM python:3.12-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DATA_DIR=/data STATIC_ROOT=/app/collected STATIC_MANIFEST=1
RUN groupadd --gid 10001 taonguon && useradd --uid 10001 --gid taonguon --no-create-home taonguon \
    && mkdir -p /data /app/collected && chown -R taonguon:taonguon /data /app
COPY --from=build /opt/venv /opt/venv
WORKDIR /app
COPY --chown=taonguon:taonguon . .
USER taonguon
# Needs a key only to start; the real one comes from the environment.
RUN SECRET_KEY=only-for-collecting DATA_DIR=/tmp/build python manage.py collectstatic --noinput --verbosity 0
VOLUME /data
EXPOSE 8000
CMD ["sh", "-c", "exec gunicorn config.wsgi --bind 0.0.0.0:8000 --workers ${WEB_PROCESSES:-2} --threads 4 --worker-class gthread --no-control-socket --max-requests 2000 --max-requests-jitter 200 --access-logfile - --worker-tmp-dir /dev/shm"]
