// libvpx as Swift can call it: the controls are variadic and the initialisers are macros, which Swift does not import.
#ifndef CVPX_SHIM_H
#define CVPX_SHIM_H

#include <string.h>
#include <vpx/vp8cx.h>
#include <vpx/vp8dx.h>
#include <vpx/vpx_decoder.h>
#include <vpx/vpx_encoder.h>

static inline vpx_codec_err_t cvpx_encoder_init(
    vpx_codec_ctx_t *context, vpx_codec_iface_t *interface, const vpx_codec_enc_cfg_t *configuration) {
    return vpx_codec_enc_init(context, interface, configuration, 0);
}

static inline vpx_codec_err_t cvpx_decoder_init(
    vpx_codec_ctx_t *context, vpx_codec_iface_t *interface, const vpx_codec_dec_cfg_t *configuration) {
    return vpx_codec_dec_init(context, interface, configuration, 0);
}

static inline vpx_codec_err_t cvpx_control_set(vpx_codec_ctx_t *context, int control, int value) {
    return vpx_codec_control_(context, control, value);
}

static inline vpx_codec_err_t cvpx_control_get(vpx_codec_ctx_t *context, int control, int *value) {
    return vpx_codec_control_(context, control, value);
}

// Encodes a tightly packed I420 picture where it lies; libvpx only reads it, and only during the call.
// The deadline is always VPX_DL_REALTIME: any other may select another mode of the encoder.
static inline vpx_codec_err_t cvpx_encode_i420(
    vpx_codec_ctx_t *context, const unsigned char *y, const unsigned char *u, const unsigned char *v,
    unsigned int width, unsigned int height, vpx_codec_pts_t time, unsigned long duration, vpx_enc_frame_flags_t flags) {
    vpx_image_t image;
    memset(&image, 0, sizeof image);
    if (!vpx_img_wrap(&image, VPX_IMG_FMT_I420, width, height, 1, (unsigned char *)y)) return VPX_CODEC_INVALID_PARAM;
    // vpx_img_wrap rounds odd rows up to even ones; ours are tight.
    image.w = width;
    image.h = height;
    image.planes[VPX_PLANE_U] = (unsigned char *)u;
    image.planes[VPX_PLANE_V] = (unsigned char *)v;
    image.stride[VPX_PLANE_Y] = (int)width;
    image.stride[VPX_PLANE_U] = (int)((width + 1) / 2);
    image.stride[VPX_PLANE_V] = (int)((width + 1) / 2);
    return vpx_codec_encode(context, &image, time, duration, flags, VPX_DL_REALTIME);
}

#endif
