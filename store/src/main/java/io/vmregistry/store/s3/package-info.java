/** The content store in a bucket of an S3-compatible object store. The only package that sees the AWS SDK. */
@NullMarked
package io.vmregistry.store.s3;

import org.jspecify.annotations.NullMarked;
