package dev.affix.testkit.s3;

import java.net.URI;

/** Where a server is and who may use it. */
record Address(URI endpoint, String region, String accessKey, String secretKey) {}
