# Kliping in a container: the watcher by default, any other command as arguments.
#   docker build --tag kliping:local .
#   docker run --rm --init --volume kliping:/data --env KLIPING_CONTACT=you@example.org kliping:local crawl perpusnas
FROM python:3.12-slim-bookworm AS build
# A mirror or a proxy of your own, if the package index is out of reach: --build-arg PIP_INDEX_URL=…
ARG PIP_INDEX_URL=
WORKDIR /build
RUN python -m venv --without-pip /opt/kliping
COPY deploy/constraints.txt ./
COPY pyproject.toml README.md ./
COPY archive ./archive
COPY crawler ./crawler
COPY index ./index
COPY kliping ./kliping
RUN pip --python /opt/kliping/bin/python install --no-cache-dir --disable-pip-version-check --only-binary :all: \
    --no-binary kliping --constraint constraints.txt .

FROM python:3.12-slim-bookworm
RUN groupadd --system --gid 10001 kliping \
    && useradd --system --uid 10001 --gid kliping --home-dir /srv/kliping --shell /usr/sbin/nologin kliping \
    && install --directory --owner kliping --group kliping --mode 0700 /data /keys /srv/kliping
COPY --from=build /opt/kliping /opt/kliping
COPY deploy/setup /usr/local/bin/kliping-setup
ENV PATH=/opt/kliping/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    KLIPING_DATA=/data
WORKDIR /srv/kliping
USER 10001:10001
HEALTHCHECK --interval=60s --timeout=30s --start-period=60s --retries=3 CMD ["kliping", "watch", "--healthy"]
ENTRYPOINT ["kliping"]
CMD ["watch"]
