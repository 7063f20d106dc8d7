from django.contrib.auth.hashers import Argon2PasswordHasher


class OfficeArgon2PasswordHasher(Argon2PasswordHasher):
    """Argon2id at OWASP's minimum (19 MiB, 2 passes, 1 lane): Django's default lets twenty logins fill an office PC."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
